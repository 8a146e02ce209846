/**
 * Puts the summary of a run on its pull request: one comment for each key, which later runs update. Whatever keeps it from
 * that is a warning, for the comment is no verdict: on a pull request from a fork, GitHub gives no leave to write.
 */
import { readFileSync } from "node:fs";

/** GitHub takes 65,536 characters. */
const MOST_CHARACTERS = 60_000;
const PAGE = 100;

const {
  GITHUB_API_URL: api = "https://api.github.com",
  GITHUB_EVENT_PATH: eventPath = "",
  GITHUB_REPOSITORY: repository = "",
  GITHUB_RUN_ID: run = "",
  GITHUB_SERVER_URL: server = "https://github.com",
  GITHUB_TOKEN: token = "",
  COMMENT_KEY: key = "",
  SUMMARY: summaryPath = "",
} = process.env;

/** GitHub does not tell who may not see something that it is there. */
const DENIED = new Set([401, 403, 404]);
const LEAVE =
  ". The job needs the permission pull-requests: write, which pull requests from forks do not get";

interface Comment {
  readonly id: number;
  readonly body?: string;
}

/** Invisible where the comment is shown. A key cannot end it. */
const marker = `<!-- swarm-eval ${encodeURIComponent(key)} -->`;

async function request(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${api}/repos/${repository}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "user-agent": "swarm-eval",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return response.json();
  throw new Error(
    `${method} ${path} was answered with ${response.status}${DENIED.has(response.status) ? LEAVE : ""}`,
  );
}

async function existing(issue: number): Promise<Comment | undefined> {
  for (let page = 1; ; page++) {
    const path = `issues/${issue}/comments?per_page=${PAGE}&page=${page}`;
    const comments = (await request("GET", path)) as readonly Comment[];
    const own = comments.find(({ body }) => body?.startsWith(marker));
    if (own !== undefined || comments.length < PAGE) return own;
  }
}

/** As many paragraphs of the summary as there is room for: a fold that was cut would swallow what follows it. */
function fitting(summary: string): string {
  if (summary.length <= MOST_CHARACTERS) return summary;
  const end = summary.slice(0, MOST_CHARACTERS).lastIndexOf("\n\n<details");
  const shown = summary.slice(0, end < 0 ? MOST_CHARACTERS : end);
  return `${shown}\n\nThe rest is in the [summary of the run](${server}/${repository}/actions/runs/${run}).\n`;
}

async function comment(): Promise<string> {
  const event = JSON.parse(readFileSync(eventPath, "utf8")) as {
    readonly pull_request?: { readonly number: number };
  };
  const issue = event.pull_request?.number;
  if (issue === undefined) return "This is no pull request, so there is nothing to comment on.";
  const summary = readFileSync(summaryPath, "utf8");
  if (summary.trim() === "") return "There is no summary to comment with.";
  const body = `${marker}\n${fitting(summary)}`;
  const own = await existing(issue);
  if (own === undefined) await request("POST", `issues/${issue}/comments`, { body });
  else await request("PATCH", `issues/comments/${own.id}`, { body });
  return own === undefined ? "Commented." : "Updated the comment.";
}

try {
  process.stdout.write(`${await comment()}\n`);
} catch (error) {
  const reason = (error as Error).message.replaceAll("\n", " ");
  process.stdout.write(`::warning title=No comment::${reason}.\n`);
}
