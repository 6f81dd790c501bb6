/** A connection string whose unqualified names are those of a schema, whatever the role's own search path is. */
export function schemaUrl(url: string, schema: string): string {
  const named = new URL(url);
  const before = named.searchParams.get('options');
  const path = `-c search_path=${schema}`;
  named.searchParams.set('options', before ? `${before} ${path}` : path);
  // pg reads a plus sign as it is.
  named.search = named.search.replaceAll('+', '%20');
  return named.href;
}
