import { useEffect, useState } from "preact/hooks";

/** A text, once nobody has changed it for a moment. */
export function useDeferred(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 120);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
