"""Digital badges (数字徽章): the same certificate as an Open Badge 3.0, for whoever wants to show it elsewhere.

Pure rules, each in a module: the credential, the status list, baking into pictures and finding it again. What needs the
register or a key stands beside them: `awarding`, `statuslists`, `checking`.
"""
