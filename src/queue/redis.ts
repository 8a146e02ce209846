import type * as Bullmq from "bullmq";
import type { Redis } from "ioredis";
import { UsageError } from "../runner/errors.ts";
import { bypassGuard } from "../traffic/http/transport.ts";

/** What a queue is made of: packages that need not be installed, and a connection. */
export interface OpenRedis {
  readonly bullmq: typeof Bullmq;
  readonly client: Redis;
  /** Another connection, for what waits for an answer. */
  another(): Redis;
  close(): void;
}

/** Connects to a Redis server. Throws UsageError if a package is missing, or the server cannot be reached. */
export async function openRedis(url: string): Promise<OpenRedis> {
  const address = addressOf(url);
  const [bullmq, { Redis }] = await packages();
  // No tape answers it: the guard of recordings has nothing to say about it.
  return bypassGuard.run("own", async () => {
    let connected = false;
    let failure: Error | undefined;
    const client = new Redis(url, {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => (connected ? Math.min(times * 100, 2000) : null),
    });
    const open = [client];
    const heard = (redis: Redis): Redis => redis.on("error", (error: Error) => (failure = error));
    heard(client);
    try {
      await client.connect();
      await client.ping();
    } catch (error) {
      client.disconnect();
      const why = (failure ?? (error as Error)).message;
      throw new UsageError(
        `Redis could not be reached at ${address}: ${why}. Start it there (redis-server), or name another: redis://host:6379.`,
        { cause: error },
      );
    }
    connected = true;
    return {
      bullmq,
      client,
      another() {
        const other = bypassGuard.run("own", () => heard(client.duplicate({ lazyConnect: false })));
        open.push(other);
        return other;
      },
      close: () => open.forEach((redis) => redis.disconnect()),
    };
  });
}

/** A Redis server's address without what is secret in it. Throws UsageError for what is none. */
export function addressOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^rediss?:$/.test(parsed.protocol))
    throw new UsageError("The queue is named by the URL of a Redis server: redis://host:6379.");
  const { protocol, host, pathname } = parsed;
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

/** They are loaded by those alone who use a queue. */
async function packages() {
  try {
    return await Promise.all([import("bullmq"), import("ioredis")]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "A queue needs the packages bullmq and ioredis: npm install -D bullmq ioredis",
      { cause: error },
    );
  }
}
