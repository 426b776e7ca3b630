import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1
};

/** Index to go to from `at` among `length` by a key, around the ends; null for any other key. */
export function indexAfterKey(
  key: string,
  at: number,
  length: number
): number | null {
  if (length === 0) {
    return null;
  }
  if (key === 'Home') {
    return 0;
  }
  if (key === 'End') {
    return length - 1;
  }
  const step = STEPS[key];
  return step === undefined ? null : (at + step + length) % length;
}

/**
 * Arrows, Home and End move the focus within a group that is one stop of the Tab key, and choose what
 * they come to (https://www.w3.org/WAI/ARIA/apg/patterns/, tabs and radio groups).
 *
 * @param event - A key on the group.
 * @param selector - What its members match; disabled ones are passed over.
 */
export function moveFocus(
  event: KeyboardEvent<HTMLElement>,
  selector: string
): void {
  const members = [
    ...event.currentTarget.querySelectorAll<HTMLElement>(
      `${selector}:not(:disabled)`
    )
  ];
  const at = members.findIndex(one => one === document.activeElement);
  const next = indexAfterKey(event.key, at, members.length);
  if (next !== null) {
    event.preventDefault();
    event.stopPropagation();
    members[next].focus();
    members[next].click();
  }
}
