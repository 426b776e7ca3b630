export { groupsText } from './groups';
export type { NameGroup } from './groups';
export { HideMenu } from './HideMenu';
export { placeText } from './location';
export { ObjectValue, shapeText } from './ObjectValue';
export { PlaceLink } from './PlaceLink';
export { TypeBadge } from './TypeBadge';
export { shortTypeName } from './typeName';
export { newestRunId, promptOfRun } from './prompt';
