"""Survey statistics: from a sample to an honest number per commune.

Owns: estimates of a design with their errors, weights and calibration, samples, small areas,
indices made from surveys, rounds and their codebooks. In: respondents as Polars frames or files
(CSV, Excel, SPSS, Stata, exports of Kobo and ODK), frames of communes and villages passed in.
Out: frames of estimates (value, error, interval, degrees of freedom), weights with their report.
A domain never becomes a design of its own; missing is missing; what is simulated says so.
"""
