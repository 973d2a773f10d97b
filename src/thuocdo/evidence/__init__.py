"""Evidence: files that prove a claim, kept once, judged by content, served only with rights.

Owns: the folder ``THUOCDO_HOME/evidence`` (one file per content, named by its SHA-256), the
tables of evidence, citations and texts. In: ``keeping.add(stream, name, actor)`` and ``cite(…)``,
``receiving.receiving(view)`` for a page with a form; a name is words to show, never a path. Out:
rows; ``keeping.search(question, among)``; ``serving.view_of(may)``, which sends a file to whom the
caller's ``may`` allows. What is no PDF, .docx, .xlsx, picture or plain text is refused, with the
reason. Text is taken out by a job, in a process of its own with limits. Knows no scoring: what a
citation proves is a plain identifier. ``content``, ``archives``, ``names``, ``words`` are pure.
"""
