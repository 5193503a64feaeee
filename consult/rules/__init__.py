"""Policy as data: who may do what, which states follow which, who may see which count. Knows no framework."""
