import { DEFAULT_SETTINGS } from '../../model/settings';

interface Schema {
  properties: Record<string, { default: unknown; title?: string }>;
}

describe('schema/plugin.json', () => {
  const schema = jest.requireActual<Schema>('../../../schema/plugin.json');

  it('has each setting of the model, with the same default', () => {
    const defaults = Object.fromEntries(
      Object.entries(schema.properties).map(([name, { default: standard }]) => [
        name,
        standard
      ])
    );
    expect(defaults).toEqual(DEFAULT_SETTINGS);
  });

  it('has a title for each', () => {
    const untitled = Object.entries(schema.properties).filter(
      ([, property]) => !property.title
    );
    expect(untitled).toEqual([]);
  });
});
