"""The words that generated documentation is made of."""

from __future__ import annotations

ADJECTIVES = tuple(
    """
    absolute active additive adaptive aligned approximate asynchronous attentive
    augmented autoregressive balanced batched bidirectional blockwise bounded
    buffered cached causal central chunked circular coarse columnar combined
    compact compressed concurrent conditional constant contextual continuous
    convolutional coupled cross-layer cumulative decoupled deferred delayed dense
    deterministic diagonal differential dilated discrete distilled distributed
    dynamic eager effective elastic encoded explicit exponential external factored
    fixed flat frozen fused gated generic global gradual graded greedy grouped
    hard hidden hierarchical hybrid idle implicit incremental indexed inner
    interleaved internal iterative joint kernelized lagged latent layered lazy
    learned linear local logical long-range low-rank masked merged mixed modular
    monotonic multi-head narrow nested neutral normalized
    """.split()
)

NOUNS = tuple(
    """
    accumulator activation adapter address aggregator allocator anchor attention
    backbone bandwidth baseline batch benchmark bias block boundary branch budget
    buffer bypass cache calibration capacity carrier catalog channel checkpoint
    codec collector component compressor connection context controller convolution
    counter cursor decoder descriptor dictionary dispatcher distribution divider
    embedding encoder endpoint estimator evaluator exponent extractor factor field
    filter fragment frame function gate generator gradient graph handler header
    horizon identifier index initializer input interval iterator journal kernel
    label lattice layer ledger limit locator logit loop manifold mapping margin
    matrix memory merger model monitor neuron normalizer objective operator
    optimizer output packet parameter partition pointer quantizer queue router
    """.split()
)

VERBS = tuple(
    """
    keeps reads writes scales bounds selects replaces combines follows precedes
    describes limits shares rewrites feeds guards splits joins measures repeats
    """.split()
)

PLACES = (
    'before each step',
    'at every position',
    'across the whole sequence',
    'while the run goes on',
    'in each layer',
    'once per request',
    'between two checkpoints',
    'on every device',
    'for as long as it is needed',
    'without reading the input again',
)
