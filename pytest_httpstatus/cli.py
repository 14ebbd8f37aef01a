"""stub."""
def main(argv=None): return 0
def explain_code(code, lang): return 0
