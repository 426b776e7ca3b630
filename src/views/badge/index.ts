export { figuresOfRun, figuresOfRunning } from './badgeGeometry';
export type { ICellBadgeProps } from './CellBadge';
export { CellBadgeWidget } from './CellBadgeWidget';
