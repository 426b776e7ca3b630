import { placeBeside, popupPosition } from '../placement';

const PAGE = { width: 1000, height: 600 };
const POPUP = { width: 200, height: 100 };

/** An element that is drawn at a place, or not at all. */
function elementAt(left: number | null): HTMLElement {
  const element = document.createElement('div');
  const rect = { left: left ?? 0, top: 40, width: 20, height: 20 };
  element.getBoundingClientRect = () => rect as DOMRect;
  element.checkVisibility = () => left !== null;
  return element;
}

describe('popupPosition', () => {
  it.each([
    ['under its anchor', { left: 500, top: 40 }, { left: 410, top: 66 }],
    ['within the window', { left: 0, top: 40 }, { left: 8, top: 66 }],
    ['above it near the end', { left: 500, top: 560 }, { left: 410, top: 454 }]
  ])('puts a popup %s', (_, at, expected) => {
    const anchor = { ...at, width: 20, height: 20 };
    expect(popupPosition(anchor, POPUP, PAGE)).toEqual(expected);
  });
});

describe('placeBeside', () => {
  it('takes the stand-in while the anchor is out of sight', () => {
    const popup = document.createElement('div');
    placeBeside(popup, elementAt(null), () => elementAt(500));
    expect(popup.style).toMatchObject({ left: '510px', visibility: '' });
    placeBeside(popup, elementAt(300), () => elementAt(500));
    expect(popup.style).toMatchObject({ left: '310px', visibility: '' });
  });

  it('shows nothing that would belong to nothing', () => {
    const popup = document.createElement('div');
    placeBeside(popup, elementAt(null), () => null);
    expect(popup.style.visibility).toBe('hidden');
    placeBeside(popup, elementAt(null));
    expect(popup.style.visibility).toBe('hidden');
  });
});
