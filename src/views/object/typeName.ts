import type { ObjectSummary } from '../../protocol';

/** The last part of a qualified name: `ndarray` of `numpy.ndarray`; the whole goes into the tooltip. */
export function shortTypeName(type: string): string {
  const last = type.slice(type.lastIndexOf('.') + 1);
  return last === '' ? type : last;
}

/** The badge's colour; plain for builtin types. */
export function badgeClass(category: ObjectSummary['category']): string {
  switch (category) {
    case 'array':
    case 'table':
      return 'jp-mod-array';
    case 'instance':
    case 'class':
      return 'jp-mod-class';
    default:
      return '';
  }
}
