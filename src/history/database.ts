import type { DatabaseSync } from "node:sqlite";
import { dirname } from "node:path";
import { onDisk } from "../text/from-start.ts";
import { makeDirectory } from "../text/make-directory.ts";
import { UserError } from "../text/user-error.ts";

/** A database that cannot be used. The message says why, and what to do. */
export class HistoryError extends UserError {
  /** Whether what the file holds can only be made anew. */
  readonly isLost: boolean;

  constructor(
    message: string,
    { isLost = false, cause }: ErrorOptions & { isLost?: boolean } = {},
  ) {
    super(message, { cause });
    this.isLost = isLost;
  }
}

/** Raised when what the tables hold changes: they are not converted, since results make them anew. */
const VERSION = 1;
/** Tells our databases from others: "swev". */
const APPLICATION = 0x73_77_65_76;

const TABLES = `
  CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    suite TEXT NOT NULL,
    label TEXT NOT NULL,
    started_at TEXT NOT NULL,
    traffic TEXT NOT NULL,
    passed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    errored INTEGER NOT NULL,
    pass_rate REAL,
    pass_rate_lower REAL,
    pass_rate_upper REAL,
    cost REAL,
    latency_p50 REAL,
    latency_p95 REAL,
    UNIQUE (suite, started_at, label)
  ) STRICT;
  CREATE TABLE cases (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    id TEXT NOT NULL,
    passed INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    cost REAL,
    duration_ms REAL NOT NULL,
    fingerprint TEXT,
    PRIMARY KEY (run, id)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${VERSION};
`;

/** How long another process may take to write. */
const PATIENCE_MS = 10_000;

const [BUSY, CORRUPT, NO_DATABASE] = [5, 11, 26];

/**
 * The file of a history. Each process that opens it waits for those that write. Node's own SQLite is loaded here, on
 * demand.
 */
export class HistoryDatabase {
  readonly #file: string;
  readonly #database: DatabaseSync;

  private constructor(file: string, database: DatabaseSync) {
    this.#file = file;
    this.#database = database;
  }

  /** Makes the file if there is none. Throws HistoryError. */
  static async open(file: string): Promise<HistoryDatabase> {
    const { DatabaseSync } = await import("node:sqlite");
    const opened = attempt(file, () => {
      makeDirectory(dirname(file));
      return new DatabaseSync(onDisk(file), { timeout: PATIENCE_MS });
    });
    const database = new HistoryDatabase(file, opened);
    try {
      // Two processes may begin it at once.
      if (database.read(() => database.#isNew()))
        database.write(() => database.#isNew() && opened.exec(TABLES));
    } catch (error) {
      opened.close();
      throw error;
    }
    return database;
  }

  /** Does all of it or nothing, while no other process writes. Throws HistoryError. */
  write(act: (database: DatabaseSync) => void): void {
    this.read((database) => {
      database.exec("BEGIN IMMEDIATE");
      try {
        act(database);
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** Throws HistoryError. */
  read<T>(act: (database: DatabaseSync) => T): T {
    return attempt(this.#file, () => act(this.#database));
  }

  close(): void {
    this.#database.close();
  }

  /** Throws HistoryError for a database that is not ours, or of another version. */
  #isNew(): boolean {
    const { objects } = this.#get("SELECT count(*) AS objects FROM sqlite_schema");
    const { application_id: application } = this.#get("PRAGMA application_id");
    const { user_version: version } = this.#get("PRAGMA user_version");
    if (objects === 0 && application === 0) return true;
    if (application !== APPLICATION)
      throw new HistoryError(
        `${this.#file} is a database of something else. Name another directory with --output.`,
      );
    if (version !== VERSION)
      throw new HistoryError(
        `${this.#file} is of version ${version}, and this swarm-eval has version ${VERSION}. Use the swarm-eval that wrote it, or ${ANEW}`,
        { isLost: true },
      );
    return false;
  }

  #get(sql: string): Record<string, unknown> {
    return this.#database.prepare(sql).get() ?? {};
  }
}

const ANEW = "make it anew from results: npx swarm-eval history <folders with results> --rebuild";

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { errcode = 0, message } = error as { errcode?: number; message: string };
    // The rest of an extended code says more.
    const code = errcode & 0xff;
    const isLost = code === CORRUPT || code === NO_DATABASE;
    const busy = "Another process has been writing it for long: try again.";
    const unwritable = "Make sure that it can be written, or name another directory with --output.";
    const remedy = isLost ? `It is broken: ${ANEW}` : code === BUSY ? busy : unwritable;
    throw new HistoryError(`${file} cannot be used: ${message}. ${remedy}`, {
      isLost,
      cause: error,
    });
  }
}
