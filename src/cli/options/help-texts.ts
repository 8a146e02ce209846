export const EXIT_CODES = `
Exit codes:
  0    everything that ran passed, and something ran
  1    a check failed, or the gate found a regression, or drift with --no-drift
  2    wrong usage, or a file that cannot be used
  3    a request that no recording answers, or recordings left over
  4    trials that broke off: the API, a timeout, a crashed agents module
  5    the cap on money or tokens was reached
  70   a bug in swarm-eval
  130  interrupted; what had finished is on disk`;

export const LABELLED_LINES = `
Each line has what a judge grades, and what people found:
  {"rubric":"Apologises.","user":"My parcel is late.","reply":"We are sorry.","verdict":"passed"}
  verdict          "passed" or "failed"; or a list of what several people found, whose majority counts
  conversation     in place of user: what led to the reply, as judges read it
  agent, id        who says the reply; a name for the line
  votes, model     as in a case's judge
Rates are given with their exact one-sided 95 % lower bounds; one below --min-tpr or --min-tnr exits with 1.`;

export const PROXIED = `
The first line of stdout is the address that a program takes as its API's: OPENAI_BASE_URL=http://127.0.0.1:4010/v1. Each
conversation has a recording of its own. A request says which one it belongs to by the header
  x-swarm-eval-conversation: refund
or by the API key sk-swarm-eval-refund, in place of which the API gets OPENAI_API_KEY; else it is in the one called
default. Recordings are written when the proxy is interrupted (Ctrl-C).`;

export const CHAT_KEYS = `
Ctrl-C ends an answer, Ctrl-D the session; Alt-Enter begins a new line. What you say is kept for the arrow keys in
$XDG_STATE_HOME/swarm-eval/chat-history (~/.local/state), which only you can read. Lines from a pipe work as well.
A saved case expects the calls, handoffs and changes of context variables that happened. The conversation is
recorded with it, without the answers that you interrupted.`;

export const IMPORT_FORMATS = `
swarm is a JSON list of { "conversation": [messages], "function": "transfer_to_sales" }. Such a case checks that the first
reply calls this tool and no other; "None" says that it calls nothing. No tool is executed.

adk is an eval set of Google's Agent Development Kit, *.evalset.json. Cases expect its tool uses, transfers and rubrics.

otlp is a trace in OTLP JSON, or JSONL as the collector's file exporter writes it, with OpenTelemetry's attributes for
generative AI. openai-agents is what the exporter of the OpenAI Agents SDK sends, as JSON or JSONL. A conversation becomes
a case that expects its calls, handoffs and last agent, as chat --save makes them.

promptfoo is a config of promptfoo, in YAML or JSON. Each of its tests makes a case with each of its prompts.

What has no equal in a case is listed on stderr. Secrets are taken out.

csv begins with a line of column names, and has a case in each row. Columns are the keys of a case, with dots for
nested ones:
  id,user,agent,tags,context_variables.customer,expect.tool_calls,expect.handoffs,expect.output.contains,…
  user             what the user says; required, as is a column of expect
  id               made from what the user says if it is missing
  tags, expect.tool_calls, expect.not_called, expect.handoffs
                   names separated by semicolons, or JSON; [] for none
  turns, messages  JSON
Any other cell is JSON if it reads as such, else text; an empty one is left out. Cells may be quoted as usual.`;

export const COMPARE_EXIT_CODES = `
Failed checks do not change the exit code: it is 0, 1 only with --fail-on worse or --no-worse, and 2 to 130
as for run;
4 also for results that have no case in common whose trials count.
Each model has its own recordings; npx swarm-eval compare … --traffic record makes the missing ones.`;
