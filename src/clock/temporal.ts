import type { Patches } from "../patches/patches.ts";
import { replaceMethods, type Replacement } from "./stand-in.ts";
import { currentTime } from "./trial-time.ts";

/** The part of `Temporal` that is used here. */
interface TemporalLike {
  readonly Instant: { fromEpochMilliseconds(milliseconds: number): Instant };
  readonly Now: object;
}

interface Instant {
  toZonedDateTimeISO(zone: unknown): Zoned;
}

interface Zoned {
  toPlainDateTime(): unknown;
  toPlainDate(): unknown;
  toPlainTime(): unknown;
}

/** Makes `Temporal.Now`, if this version of Node has it, tell the time of the trial that asks. */
export function patchTemporal(patches: Patches): void {
  const { Temporal } = globalThis as { Temporal?: TemporalLike };
  if (Temporal === undefined) return;
  const { Instant, Now } = Temporal;
  const trialInstant = (): Instant | undefined => {
    const time = currentTime();
    return time && Instant.fromEpochMilliseconds(time.now());
  };
  const inZone =
    (tell: (zoned: Zoned) => unknown) =>
    (original: Replacement): Replacement =>
    (zone: unknown = new Intl.DateTimeFormat().resolvedOptions().timeZone) => {
      const zoned = trialInstant()?.toZonedDateTimeISO(zone);
      return zoned === undefined ? original(zone) : tell(zoned);
    };
  replaceMethods(patches, Now, {
    instant: (instant) => () => trialInstant() ?? instant(),
    zonedDateTimeISO: inZone((zoned) => zoned),
    plainDateTimeISO: inZone((zoned) => zoned.toPlainDateTime()),
    plainDateISO: inZone((zoned) => zoned.toPlainDate()),
    plainTimeISO: inZone((zoned) => zoned.toPlainTime()),
  });
}
