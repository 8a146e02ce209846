import { AsyncLocalStorage } from "node:async_hooks";

/** True while this program itself sends what it was decided to send: the guard then lets the connection pass. */
export const passing = new AsyncLocalStorage<boolean>();
