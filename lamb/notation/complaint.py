from lamb.errors import ParseError
def complaint(source, text, unexpected):
    return ParseError(str(unexpected))
