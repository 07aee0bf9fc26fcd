def complaints(program):
    return []
