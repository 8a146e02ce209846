import { rmSync } from "node:fs";
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { HistoryResult, HistoryRun } from "./history-result.ts";
import { onDisk } from "../text/from-start.ts";
import { HistoryDatabase, HistoryError } from "./database.ts";

/** A run of a suite, as it is kept. */
export interface KeptRun extends HistoryRun {
  readonly suite: string;
}

/** What is kept of runs in a folder of results. A run is the same if its suite, its start and its label are. All methods throw HistoryError. */
export class History {
  readonly #database: HistoryDatabase;

  private constructor(database: HistoryDatabase) {
    this.#database = database;
  }

  /** Opens the history in a file, which is made if it is not there. */
  static async open(file: string): Promise<History> {
    return new History(await HistoryDatabase.open(file));
  }

  /** Opens the history in a file with these runs and no others, also where the file is broken or of another version. */
  static async rebuilt(file: string, runs: readonly KeptRun[]): Promise<History> {
    const history = await History.open(file).catch((error: unknown) => {
      if (!(error instanceof HistoryError && error.isLost)) throw error;
      // What a process that was killed left to be undone belongs to the old file.
      for (const part of [file, `${file}-journal`]) rmSync(onDisk(part), { force: true });
      return History.open(file);
    });
    history.#add(runs, (database) => database.exec("DELETE FROM runs"));
    return history;
  }

  /** Adds runs, in place of the same ones. */
  add(runs: readonly KeptRun[]): void {
    this.#add(runs, () => undefined);
  }

  #add(runs: readonly KeptRun[], before: (database: DatabaseSync) => void): void {
    this.#database.write((database) => {
      before(database);
      for (const run of runs) insert(database, run);
    });
  }

  suites(): string[] {
    const rows = this.#database.read((database) =>
      database.prepare("SELECT DISTINCT suite FROM runs ORDER BY suite").all(),
    );
    return rows.map(({ suite }) => String(suite));
  }

  /** The last runs of a suite, at most so many, the earliest first. Undefined if there is none. */
  of(suite: string, most: number): HistoryResult | undefined {
    return this.#database.read((database) => {
      const rows = database.prepare(LAST_RUNS).all(suite, most);
      if (rows.length === 0) return undefined;
      const cases = database.prepare("SELECT * FROM cases WHERE run = ? ORDER BY id");
      return { suite, runs: rows.map((row) => runOf(row, cases.all(row["run"] ?? null))) };
    });
  }

  close(): void {
    this.#database.close();
  }
}

const LAST_RUNS = `
  SELECT * FROM (SELECT * FROM runs WHERE suite = ? ORDER BY started_at DESC, run DESC LIMIT ?)
  ORDER BY started_at, run
`;

function insert(
  database: DatabaseSync,
  { cases, latency_ms, pass_rate_interval, ...run }: KeptRun,
): void {
  database
    .prepare("DELETE FROM runs WHERE suite = ? AND started_at = ? AND label = ?")
    .run(run.suite, run.started_at, run.label);
  const [pass_rate_lower = null, pass_rate_upper = null] = pass_rate_interval ?? [];
  const { p50: latency_p50 = null, p95: latency_p95 = null } = latency_ms ?? {};
  const row = { ...run, pass_rate_lower, pass_rate_upper, latency_p50, latency_p95 };
  const { lastInsertRowid: number } = insertion(database, "runs", row).run(row);
  for (const [id, one] of Object.entries(cases)) {
    const caseRow = { run: number, id, ...one };
    insertion(database, "cases", caseRow).run(caseRow);
  }
}

function insertion(database: DatabaseSync, table: string, row: object): StatementSync {
  const names = Object.keys(row);
  const values = names.map((name) => `:${name}`);
  return database.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${values.join()})`);
}

type Row = Record<string, SQLOutputValue>;

function runOf(row: Row, cases: readonly Row[]): HistoryRun {
  const { run: _, suite: __, ...run } = row;
  const { pass_rate_lower, pass_rate_upper, latency_p50, latency_p95, ...kept } = run;
  return {
    ...kept,
    pass_rate_interval: pass_rate_lower === null ? null : [pass_rate_lower, pass_rate_upper],
    latency_ms: latency_p50 === null ? null : { p50: latency_p50, p95: latency_p95 },
    cases: Object.fromEntries(cases.map(({ run: __, id, ...one }) => [id, { ...one }])),
  } as unknown as HistoryRun;
}
