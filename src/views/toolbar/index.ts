export {
  ChipItem,
  CollectItem,
  createPanelItem,
  RecordItem,
  ToolbarItem
} from './items';
export type { ItemContext, ToolbarContext } from './items';
