"""A simulated province to try survey statistics on: everything made here is *mô phỏng*.

``population(plan)`` gives villages of an invented population whose sizes add up to the census;
``truth(...)`` counts every person of it; ``sample(...)`` draws a survey with non-response, empty
answers and interviewers of whom some fabricate; ``write(order, path)`` puts one survey on the
disk with its sidecars. The same plan gives the same content on every machine. Sizes that were
made up never reach a real weight: ``real_sizes``.
"""

from thuocdo.surveys.simulating.drawing import Design
from thuocdo.surveys.simulating.fieldwork import PERFECT, Fieldwork
from thuocdo.surveys.simulating.items import codebook, items
from thuocdo.surveys.simulating.populations import Plan, Population, in_memory, persons, population
from thuocdo.surveys.simulating.samples import Sample, sample
from thuocdo.surveys.simulating.sizes import census, real_sizes, sizes
from thuocdo.surveys.simulating.truths import communes, counts, margins, truth
from thuocdo.surveys.simulating.writing import SUFFIXES, Order, write

__all__ = [
    "PERFECT",
    "SUFFIXES",
    "Design",
    "Fieldwork",
    "Order",
    "Plan",
    "Population",
    "Sample",
    "census",
    "codebook",
    "communes",
    "counts",
    "in_memory",
    "items",
    "margins",
    "persons",
    "population",
    "real_sizes",
    "sample",
    "sizes",
    "truth",
    "write",
]
