import type { Location } from '../../protocol';
import { formatPrompt, NO_FIGURE } from '../format';

/** File names that only say something together with their folder. */
const COMMON_NAMES = new Set(['__init__.py', '__main__.py']);

/** A place in code, in words. */
export interface PlaceText {
  /** `[4]`, `parser.py`; a dash when nothing is known. */
  readonly where: string;
  /** `[4]:5`, `parser.py:306`. */
  readonly short: string;
  /** `[4]:5`, or the whole path with the line. */
  readonly full: string;
  readonly isCell: boolean;
}

/** How a location is written. */
export function placeText(location: Location): PlaceText {
  const isCell = location.cell_id !== null || location.execution_count !== null;
  const where = isCell
    ? formatPrompt(location.execution_count)
    : shortFile(location.file);
  const line = location.line > 0 ? `:${location.line}` : '';
  return {
    where,
    short: `${where}${line}`,
    full: `${isCell ? where : location.file}${line}`,
    isCell
  };
}

function shortFile(file: string): string {
  if (file === '') {
    return NO_FIGURE;
  }
  if (file.startsWith('<')) {
    return file; // `<frozen importlib._bootstrap>`, `<string>`
  }
  const parts = file.split(/[\\/]/);
  const name = parts[parts.length - 1];
  return parts.slice(COMMON_NAMES.has(name) ? -2 : -1).join('/');
}
