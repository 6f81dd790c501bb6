/**
 * At most `positional` parameters, and in a constructor (where they are dependencies) at most `dependencies`.
 * Parameters with a decorator are filled in by name by the framework and count only as dependencies.
 */
export const parameterCount = {
  meta: {
    type: 'suggestion',
    schema: [
      {
        type: 'object',
        properties: { positional: { type: 'integer' }, dependencies: { type: 'integer' } },
        required: ['positional', 'dependencies'],
        additionalProperties: false,
      },
    ],
    messages: {
      positional: '{{count}} parameters; at most {{most}}: pass an object with names.',
      dependencies: '{{count}} constructor parameters; at most {{most}}: the class does more than one thing.',
    },
  },
  create(context) {
    const { positional, dependencies } = context.options[0];
    const check = ({ params, parent, loc }) => {
      const ofConstructor = parent.type === 'MethodDefinition' && parent.kind === 'constructor';
      const most = ofConstructor ? dependencies : positional;
      const count = ofConstructor ? params.length : params.filter((param) => !param.decorators?.length).length;
      if (count <= most) return;
      const messageId = ofConstructor ? 'dependencies' : 'positional';
      context.report({ loc: { start: loc.start, end: loc.start }, messageId, data: { count, most } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};
