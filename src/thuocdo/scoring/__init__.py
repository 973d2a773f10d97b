"""Scoring campaigns: which criteria, how points come about, who scores, who appraises.

Owns: rule sets of a campaign (``scoring.rules``): the tree lĩnh vực → tiêu chí → tiêu chí thành
phần with maxima, the kinds of rule, their check, their reading from TOML and from the annex of a
decision, cases of officials, the comparison of two versions. In: files of officials, published
rule sets of the fact tables, plain values of a unit. Out: points as exact fractions, each with
how it was computed; faults with their row. A missing value gives no points, never 0. What is
simulated says so; what is unknown stays *chưa đủ*.
"""
