const SILENT = 'A spec that does not run proves nothing.';

/** How things are named and exported, everywhere. */
export const names = [
  { selector: 'TSInterfaceDeclaration[id.name=/^I[A-Z][a-z]/]', message: 'No I prefix: say what the thing is.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that everybody calls it the same.' },
];

/** What a spec may not do. */
export const specs = [
  {
    selector:
      'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(only|skip|todo|failing)$/]',
    message: SILENT,
  },
  { selector: 'CallExpression[callee.name=/^(fit|xit|xtest|fdescribe|xdescribe)$/]', message: SILENT },
];
