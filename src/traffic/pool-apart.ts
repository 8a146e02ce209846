/** What undici sends requests with, as far as it is used here. */
interface Dispatcher {
  dispatch(options: { readonly origin: string }, handler: unknown): boolean;
}

type Fetch = typeof globalThis.fetch;

/** Under one of these, by its version, an undici keeps the dispatcher that requests go to which name none. */
const BEFORE_8 = Symbol.for("undici.globalDispatcher.1");
const SINCE_8 = Symbol.for("undici.globalDispatcher.2");
/** That of Node's `fetch`. */
const SHARED = Number.parseInt(process.versions["undici"] ?? "", 10) < 8 ? BEFORE_8 : SINCE_8;

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
      const { origin } = options;
      // A proxy that is not tunnelled through is asked for the origin and the path as one text.
      const asIs = origin.startsWith("http:") && isProxy(named);
      return sender.dispatch(asIs ? options : { ...options, origin: `${origin}/` }, handler);
    },
  };
  return { dispatcher } as RequestInit;
}

function shared(symbol: symbol = SHARED): Dispatcher | undefined {
  return (globalThis as { [symbol: symbol]: unknown })[symbol] as Dispatcher | undefined;
}

/** Whether requests go to a proxy, as its name says. A newer undici wraps its own for an older one, and then only its own has the name. */
function isProxy(named: Dispatcher | undefined): boolean {
  const senders = named === undefined ? [shared(BEFORE_8), shared(SINCE_8)] : [named];
  return senders.some((sender) => /Proxy/.test(sender?.constructor.name ?? ""));
}
