import { defineConfig } from "oxlint";
import type { OxlintOverride } from "oxlint";

/** What a run of suites is made of. */
const BELOW_RUNS: readonly string[] = [
  "config",
  "history",
  "reports",
  "gate",
  "coverage",
  "shrinking",
  "runner",
  "results",
  "checks",
  "targets",
  "teams",
  "swarm",
  "signatures",
  "loading",
  "code",
  "cases",
  "traffic",
  "clock",
  "lanes",
  "patches",
  "trajectory",
  "models",
  "stats",
  "json",
  "media",
  "text",
];

/** The rooms of `src/`, each with those that it may import. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  text: [],
  media: ["text"],
  json: ["text"],
  stats: [],
  patches: [],
  clock: ["lanes", "stats", "patches"],
  loading: [],
  signatures: ["loading"],
  bundlers: ["signatures"],
  trajectory: ["json", "media"],
  models: ["text", "trajectory"],
  cases: ["text", "json", "media"],
  config: ["swarm", "checks", "cases", "json"],
  traces: ["text", "json", "cases"],
  lanes: [],
  code: ["json", "text"],
  traffic: ["text", "json", "media", "lanes", "patches"],
  swarm: ["text", "json", "media", "signatures", "trajectory", "lanes", "models"],
  teams: ["stats", "lanes", "code", "swarm", "trajectory"],
  targets: ["swarm", "trajectory"],
  chat: ["text", "json", "cases", "swarm", "teams", "trajectory"],
  checks: ["text", "json", "cases", "trajectory"],
  mutants: ["text", "json", "cases", "checks", "trajectory"],
  results: ["text", "json", "media", "stats", "trajectory", "models", "checks"],
  runner: [
    "text",
    "json",
    "media",
    "loading",
    "signatures",
    "stats",
    "clock",
    "cases",
    "code",
    "lanes",
    "patches",
    "traffic",
    "swarm",
    "code",
    "teams",
    "trajectory",
    "models",
    "checks",
    "results",
  ],
  coverage: ["text", "json", "cases", "signatures", "swarm", "trajectory", "results"],
  history: ["text", "stats", "results"],
  gate: ["text", "json", "stats", "trajectory", "results"],
  reports: ["text", "json", "media", "stats", "trajectory", "models", "results", "history"],
  viewer: ["text", "json", "media", "stats", "trajectory", "results", "reports"],
  shrinking: ["text", "json", "stats", "cases", "trajectory", "results"],
  vitest: ["runs", ...BELOW_RUNS],
  queue: ["runs", "runner", "swarm", "cases", "traffic", "media", "text"],
  runs: BELOW_RUNS,
};

/** The folders of a big room: each may import those after it. `.` stands for the files at the room's front. */
const CORRIDORS: Readonly<Record<string, readonly string[]>> = {
  cases: ["promptfoo", "importing", "reading", "rules", "."],
  checks: ["effects", ".", "calls", "floor", "matching", "scope"],
  code: ["executors", "."],
  cli: [
    ".",
    "what-if",
    "judge",
    "init",
    "importing",
    "results",
    "proxy",
    "queue",
    "recordings",
    "chat",
    "compare",
    "play",
    "options",
    "output",
    "process",
  ],
  gate: ["runs", ".", "baseline"],
  reports: ["terminal", "html", "junit", "github", "csv", "otlp", "failures", "gate", ".", "words"],
  results: ["merge", "journal", "."],
  runs: [".", "watching", "plan", "files", "process", "settings"],
  runner: [
    "suite",
    "trial",
    "faults",
    "user",
    "judge",
    "budget",
    "program",
    "agents",
    "asking",
    "watchdog",
    ".",
  ],
  signatures: [".", "loading", "functions", "types", "effects", "syntax", "schema"],
  stats: ["pass", "compare", "sequential", "intervals", "distributions", "."],
  swarm: [".", "completion", "tools", "agent"],
  traces: ["reading", "."],
  traffic: ["guard", "proxy", ".", "miss", "tape", "redact", "secrets", "http"],
  viewer: [
    ".",
    "app",
    "runs",
    "swarm",
    "case",
    "beside",
    "lanes",
    "list",
    "overview",
    "charts",
    "ui",
    "address",
    "data",
    "style",
  ],
};

const EVERY_ROOM = [...Object.keys(ROOMS), "cli"];
/** The command line may import all but the viewer, which runs elsewhere. */
const BELOW_CLI = EVERY_ROOM.filter((room) => room !== "viewer");

/** Refuses the imports that match, in files of one folder. */
function refuse(files: string, regexes: readonly string[], message: string): OxlintOverride {
  const patterns = regexes.map((regex) => ({ regex, message }));
  return { files: [files], rules: { "no-restricted-imports": ["error", { patterns }] } };
}

/** What a room may not import: the other rooms that it does not name, and the package's entries. */
function otherRooms(room: string, up: string): string[] {
  const allowed = ROOMS[room] ?? BELOW_CLI;
  const others = EVERY_ROOM.filter((other) => other !== room && !allowed.includes(other));
  return [`^${up}(?:${[...others, "[a-z-]+\\.ts"].join("|")})`];
}

function floor(room: string) {
  const list = ROOMS[room]?.map((other) => `src/${other}/`).join(", ");
  const message = `src/${room}/ may import ${list === "" ? "none of the other rooms" : list}; docs/architecture.md says why.`;
  const corridors = CORRIDORS[room] ?? ["."];
  return corridors.map((corridor, index) => {
    const above = corridors.slice(0, index);
    const atFront = corridor === ".";
    const refused = [
      ...otherRooms(room, atFront ? "\\.\\./" : "\\.\\./\\.\\./"),
      ...above.map((other) =>
        other === "." ? "^\\.\\./[a-z-]+\\.ts" : `^${atFront ? "\\./" : "\\.\\./"}${other}/`,
      ),
    ];
    return refuse(
      `src/${room}/${atFront ? "*.{ts,tsx}" : `${corridor}/**`}`,
      refused,
      above.length === 0
        ? message
        : `${message} Within it, ${corridor} may import only what stands after it in: ${corridors.join(", ")}.`,
    );
  });
}

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  env: { node: true, es2024: true },
  ignorePatterns: ["/dist", "/fixtures", "/reports"],
  rules: {
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "typescript/no-explicit-any": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-imports": "error",
    "no-await-in-loop": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-for-each": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-new-array": "off",
    "unicorn/no-array-fill-with-reference-type": "off",
    "oxc/no-map-spread": "off",
    "typescript/no-extraneous-class": "off",
    "eslint/no-unmodified-loop-condition": "off",
    "no-unused-vars": [
      "error",
      {
        argsIgnorePattern: "^_",
        varsIgnorePattern: "^_",
        caughtErrorsIgnorePattern: "^_",
        destructuredArrayIgnorePattern: "^_",
      },
    ],
    "no-shadow": "off",
    // Node's streams and requests name so what only they and those who extend them touch.
    "no-underscore-dangle": [
      "error",
      { allow: ["_defaultAgent", "_destroy", "_header", "_write"] },
    ],
    "no-new": "off",
  },
  overrides: [...Object.keys(ROOMS), "cli"].flatMap(floor),
});
