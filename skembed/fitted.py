"""Parts of fitted estimators, under the names that pickles and skops files use for them.

There is nothing here to import by hand: skops lists these names among those to trust.
"""

from ._core.public_module import set_public_module
from ._core.quantized import QuantizedRows
from ._core.shared_rows import SharedRows
from ._core.snapshots import ArraySnapshot
from ._encoder.codes import CategorySlots
from ._encoder.learning import FittedColumns
from ._encoder.ngrams import NGramVectors
from ._encoder.table import EncodedColumn
from ._pretrained.token_lookup import TermsOfTokens
from ._supervised.frozen_block import FittedBlocks, FrozenHead
from ._supervised.targets.classes import Classes
from ._supervised.targets.numbers import Numbers
from ._text.encoder import FeatureEncoder
from ._text.sequences import Level, NGramRange

__all__ = [
    "ArraySnapshot",
    "CategorySlots",
    "Classes",
    "EncodedColumn",
    "FeatureEncoder",
    "FittedBlocks",
    "FittedColumns",
    "FrozenHead",
    "Level",
    "NGramRange",
    "NGramVectors",
    "Numbers",
    "QuantizedRows",
    "SharedRows",
    "TermsOfTokens",
]

set_public_module(__name__, __all__)
