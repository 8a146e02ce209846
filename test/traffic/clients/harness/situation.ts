/** Where a test's server listens; `unix` is the path of a socket, the others are URLs without a slash at their end. */
export interface Addresses {
  readonly http: string;
  readonly https: string;
  /** HTTP/2 and HTTP/1.1 over TLS. */
  readonly h2: string;
  /** HTTP/2 in clear text. */
  readonly h2c: string;
  readonly unix: string;
  /** A proxy that forwards, and one that opens tunnels, in one. */
  readonly proxy: string;
}

/** Code of a client's user. What it says is what it saw; it can be cloned structurally. */
export type Situation = (addresses: Addresses, say: (value: unknown) => void) => Promise<void>;

/** The situations in which a client is tried, by name. */
export type Situations = Readonly<Record<string, Situation>>;

/** What a client's code saw in one situation. */
export interface Report {
  readonly said: readonly unknown[];
  /** How it broke off; undefined if it came to its end. */
  readonly thrown?: unknown;
  /** Errors that nobody caught. */
  readonly stray: readonly unknown[];
  /** What ended the trial. */
  readonly ended: readonly string[];
  readonly tape?: string | undefined;
}
