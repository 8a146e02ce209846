import type { Patches } from "../patches/patches.ts";
import { replaceMethods, standIn } from "./stand-in.ts";
import { currentTime } from "./trial-time.ts";

/** Makes `Date` tell the time of the trial that asks; so does what `Intl` writes if it is given no date. */
export function patchDate(patches: Patches): void {
  const RealDate = globalThis.Date;
  const { now } = RealDate;

  const moment = (): number => currentTime()?.now() ?? now();

  // The usual forms come first, and without a list of their arguments: outside of trials they cost what they did.
  function date(first: number, ...others: [number]): Date | string {
    const count = arguments.length;
    if (new.target === date) {
      if (count > 0) return count === 1 ? new RealDate(first) : new RealDate(first, ...others);
      const time = currentTime();
      return time === undefined ? new RealDate() : new RealDate(time.now());
    }
    if (new.target === undefined) return new RealDate(moment()).toString();
    const args = count === 0 ? [moment()] : [first, ...others];
    return Reflect.construct(RealDate, args, new.target) as Date;
  }

  const TrialDate = standIn(RealDate, date);
  replaceMethods(patches, TrialDate, { now: (now) => () => currentTime()?.now() ?? now() });
  // A date knows its class by its prototype.
  patches.define(RealDate.prototype, "constructor", { value: TrialDate });
  patches.set(globalThis, "Date", TrialDate);
  patchFormats(patches);
}

type Formatter = Intl.DateTimeFormat;
type Format = Formatter["format"];

function patchFormats(patches: Patches): void {
  const formatter = Intl.DateTimeFormat.prototype;
  replaceMethods(patches, formatter, {
    formatToParts: (formatToParts) =>
      function (this: Formatter, date?: Date | number) {
        return Reflect.apply(formatToParts, this, [given(date)]) as unknown;
      },
  });
  const { get } = Object.getOwnPropertyDescriptor(formatter, "format") as { get: () => Format };
  // Each formatter has one function, which needs no `this`.
  const formats = new WeakMap<Formatter, Format>();
  const getFormat = function (this: Formatter): Format {
    let own = formats.get(this);
    if (own === undefined) {
      const format = Reflect.apply(get, this, []) as Format;
      own = standIn(format, (date) => format(given(date)));
      formats.set(this, own);
    }
    return own;
  };
  patches.define(formatter, "format", { get: standIn(get, getFormat), configurable: true });
}

function given(date: Date | number | undefined): Date | number | undefined {
  return date === undefined ? currentTime()?.now() : date;
}
