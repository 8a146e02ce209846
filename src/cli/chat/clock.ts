/** What has a clock that others read. */
interface Clocked {
  now: () => number;
}

/** A clock that can be made to stand. */
export interface PausedClock {
  /** Lets it go on from where it stands, and returns that. */
  go(): number;
  /** Lets it stand, or takes it back to where it stood. */
  stop(at?: number): void;
}

/** Takes over a conversation's clock, which stands until it is let go: a replay does not wait for what the user thought about. */
export function pauseClock(conversation: Clocked): PausedClock {
  const now = conversation.now.bind(conversation);
  let behind = 0;
  let stands: number | undefined = now();
  conversation.now = () => stands ?? now() - behind;
  return {
    go() {
      const since = conversation.now();
      behind = now() - since;
      stands = undefined;
      return since;
    },
    stop(at = conversation.now()) {
      stands = at;
    },
  };
}
