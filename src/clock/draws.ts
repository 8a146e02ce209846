import type * as Crypto from "node:crypto";
import { types } from "node:util";
import type { Patches } from "../patches/patches.ts";
import { replaceMethods, type Replacement } from "./stand-in.ts";
import { currentTime, type TrialTime } from "./trial-time.ts";

/**
 * Replaces what draws at random in `node:crypto` and in the global `crypto`. What keys, signatures and TLS draw inside
 * of Node is left alone.
 */
export function patchDraws(patches: Patches, crypto: typeof Crypto): void {
  const { randomFillSync } = crypto;
  replaceMethods(patches, crypto, {
    randomBytes: (original) => drawing(original, fill),
    randomFillSync: (original) => drawing(original, fill),
    randomFill: (original) => drawing(original, fill, randomFillSync),
    randomInt: (original) => drawing(original, wholeNumber),
    randomUUID: (original) => drawing(original, uuid),
    randomUUIDv7: (original) => drawing(original, uuidOfTime),
  });
  const alias = (): Replacement => crypto.randomBytes;
  replaceMethods(patches, crypto, { pseudoRandomBytes: alias, prng: alias, rng: alias });
  // The module's own getRandomValues calls that of the global.
  replaceMethods(patches, Object.getPrototypeOf(crypto.webcrypto) as object, {
    getRandomValues: (original) => drawing(original, fill),
    randomUUID: (original) => drawing(original, uuid),
  });
}

/** Makes what was drawn for these arguments the trial's own. */
type Redraw = (time: TrialTime, drawn: never, args: never) => unknown;

/**
 * A function that draws as the trial has it. First `drawn` draws for itself: it refuses wrong arguments, and makes what
 * is filled. A callback is called later, but the draw is made at once, so that several keep their order.
 */
function drawing(
  original: Replacement,
  redraw: Redraw,
  drawn: Replacement = original,
): Replacement {
  return function (this: unknown, ...args: unknown[]) {
    const time = currentTime();
    const callback = args.at(-1);
    const isAsync = typeof callback === "function";
    if (time === undefined || (!isAsync && drawn !== original))
      return Reflect.apply(original, this, args);
    const given = isAsync ? args.slice(0, -1) : args;
    const value = redraw(time, Reflect.apply(drawn, this, given) as never, given as never);
    if (!isAsync) return value;
    setImmediate(callback as (error: null, value: unknown) => void, null, value);
    return undefined;
  };
}

type Fillable = ArrayBufferView | ArrayBufferLike;

/** Fills the bytes of a view or buffer, or some of its elements. */
function fill(
  time: TrialTime,
  drawn: Fillable,
  [, offset = 0, size]: readonly [unknown, number?, number?],
): Fillable {
  const bytes = types.isAnyArrayBuffer(drawn)
    ? new Uint8Array(drawn)
    : new Uint8Array(drawn.buffer, drawn.byteOffset, drawn.byteLength);
  const { BYTES_PER_ELEMENT: unit = 1 } = drawn as Partial<Uint8Array>;
  time.dice().fill(bytes.subarray(offset * unit, size && (offset + size) * unit));
  return drawn;
}

/** What `randomInt(max)` and `randomInt(min, max)` draw. */
function wholeNumber(time: TrialTime, _: number, bounds: readonly number[]): number {
  const [min = 0, max = 0] = bounds.length < 2 || bounds[1] === undefined ? [0, ...bounds] : bounds;
  return min + time.dice().below(max - min);
}

/** A UUID of version 4 (RFC 9562). */
function uuid(time: TrialTime): string {
  return asUuid(time.dice().fill(Buffer.alloc(16)), 4);
}

/** A UUID of version 7 (RFC 9562), which begins with the milliseconds since 1970. */
function uuidOfTime(time: TrialTime): string {
  const bytes = time.dice().fill(Buffer.alloc(16));
  bytes.writeUIntBE(time.now(), 0, 6);
  return asUuid(bytes, 7);
}

function asUuid(bytes: Buffer, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
