import { useEffect, useRef, useState } from 'react';

/** True for a time after the value changed; false for the value that was there at first. */
export function useForAWhile(value: unknown, durationMs: number): boolean {
  const first = useRef(value);
  const [over, setOver] = useState<unknown>(value);
  useEffect(() => {
    if (value === first.current) {
      return;
    }
    const timer = window.setTimeout(() => setOver(value), durationMs);
    return () => window.clearTimeout(timer);
  }, [value, durationMs]);
  return value !== first.current && value !== over;
}
