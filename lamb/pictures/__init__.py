"""Pictures of terms and reductions in SVG: a few lines and letters, which need nothing to be installed.

In reading order:

    canvas            what pictures share: a portion of a term, its vertices, letters, the frame, and PNG
    tree              a term as a tree
    tromp             a term as a diagram of bars, stems and links
    theory            Böhm trees, diamonds, and derivations of types and values
    layered           where the boxes and edges of a directed graph are
    graph_text        a reduction graph in words, in lines, and in DOT
    reduction_graph   a reduction graph as a picture
"""
