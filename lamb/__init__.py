from lamb.calculus.term import *
from lamb.calculus.machine import normalize
from lamb.calculus.budget import *
from lamb.notation import parse_term
from lamb.notation.printer import pretty
from lamb.encodings.blc import *
