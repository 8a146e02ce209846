/** What the exit codes of every command mean. */
export const EXIT_CODES = `
Exit codes:
  0    everything that ran passed, and something ran
  1    a check failed, or the gate found a regression
  2    wrong usage, or a file that cannot be used
  3    a request that no recording answers, or recordings left over
  4    trials that broke off: the API, a timeout, a crashed agents module
  5    the cap on money or tokens was reached
  70   a bug in swarm-eval
  130  interrupted; what had finished is on disk`;

/** The keys of a chat, and what it keeps. */
export const CHAT_KEYS = `
Ctrl-C ends an answer, Ctrl-D the session; Alt-Enter begins a new line. What you said is kept for the arrow keys in
$XDG_STATE_HOME/swarm-eval/chat-history (~/.local/state), which only you can read. Lines from a pipe work as well.
A saved case expects the calls, handoffs and changed context variables that there were. The conversation is
recorded beside it, without the answers that were interrupted.`;

/** What files `import` reads. */
export const IMPORT_FORMATS = `
.json holds a list of { "conversation": [messages], "function": "transfer_to_sales" }. Such a case checks that the first
reply calls this tool and no other; "None" says that it calls nothing. No tool is executed.

.csv begins with a line of column names, and has a case in each row. Columns are the keys of a case, with dots for
what is inside another:
  id,user,agent,tags,context_variables.customer,expect.tool_calls,expect.handoffs,expect.output.contains,…
  user             what the user says; the only column that must be there, beside one of expect
  id               made from what the user says, where it is missing
  tags, expect.tool_calls, expect.not_called, expect.handoffs
                   names with semicolons between them, or JSON; [] for none
  turns, messages  JSON
Any other cell is text, or JSON where it reads as such; an empty one says nothing. Rows may be quoted as usual.`;

/** What a comparison exits with. */
export const COMPARE_EXIT_CODES = `
Models are compared whatever their checks say: exit 0, but 1 by --fail-on worse, and 2 to 130 as run has them.
Each model has recordings of its own: swarm-eval compare … --traffic record makes those that are missing.`;
