export { MemoryPanel } from './MemoryPanel';
export type { IPanelOwner } from './owner';
export { SidebarPanel } from './SidebarPanel';
