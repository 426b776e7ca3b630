const GAP = 6;
const MARGIN = 8;

/** A rectangle in the window, px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where a popup goes: under its anchor and centred on it, above it where there is no room below,
 * and always within the window.
 */
export function popupPosition(
  anchor: Box,
  popup: { readonly width: number; readonly height: number },
  page: { readonly width: number; readonly height: number }
): { readonly left: number; readonly top: number } {
  const centred = anchor.left + anchor.width / 2 - popup.width / 2;
  const left = Math.max(
    MARGIN,
    Math.min(centred, page.width - popup.width - MARGIN)
  );
  const below = anchor.top + anchor.height + GAP;
  const fits = below + popup.height <= page.height - MARGIN;
  return {
    left,
    top: fits ? below : Math.max(MARGIN, anchor.top - GAP - popup.height)
  };
}

/**
 * Put a popup (`position: fixed`) beside its anchor.
 *
 * @param standIn - What it goes beside while the anchor is out of sight; without either nobody would know what it
 * belongs to, and it is not shown.
 */
export function placeBeside(
  popup: HTMLElement,
  anchor: HTMLElement,
  standIn?: () => Element | null
): void {
  const drawn = isDrawn(anchor)
    ? (anchor.firstElementChild ?? anchor)
    : standIn?.();
  const target = drawn && isDrawn(drawn) ? drawn : null;
  popup.style.visibility = target ? '' : 'hidden';
  if (!target) {
    return;
  }
  const { left, top } = popupPosition(
    target.getBoundingClientRect(),
    popup.getBoundingClientRect(),
    { width: window.innerWidth, height: window.innerHeight }
  );
  popup.style.left = `${left}px`;
  popup.style.top = `${top}px`;
}

/** Browsers of before 2024 may not tell. */
function isDrawn(element: Element): boolean {
  return element.checkVisibility?.() ?? true;
}
