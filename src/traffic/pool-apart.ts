/** What undici sends requests with, as far as it is used here. */
interface Dispatcher {
  dispatch(options: { readonly origin: string }, handler: unknown): boolean;
}

type Fetch = typeof globalThis.fetch;

/** Under this, Node's `fetch` keeps the dispatcher that requests go to which name none, for every undici of the process. */
const SHARED = Symbol.for(
  `undici.globalDispatcher.${Number.parseInt(process.versions["undici"] ?? "", 10) < 8 ? 1 : 2}`,
);

/**
 * The dispatcher that `init` names, or Node's own, with connections of its own. What Node's `fetch` sends goes out while
 * recording, and what npm's undici sends is played by nock, but both take connections from one pool: over one that either
 * left open, the other's next request would leave unrecorded, or not leave at all. A pool is found by the text of its
 * origin, and with a slash behind it that is another text for the same server.
 */
export async function poolApart(fetch: Fetch, init: RequestInit | undefined): Promise<RequestInit> {
  const { dispatcher: named } = (init ?? {}) as { dispatcher?: Dispatcher };
  // It is there once something was fetched.
  if (named === undefined && shared() === undefined) await fetch("data:,");
  const dispatcher: Dispatcher = {
    dispatch: (options, handler) => {
      const sender = named ?? (shared() as Dispatcher);
      return sender.dispatch({ ...options, origin: `${options.origin}/` }, handler);
    },
  };
  return { dispatcher } as RequestInit;
}

function shared(): Dispatcher | undefined {
  return (globalThis as { [SHARED]?: Dispatcher })[SHARED];
}
