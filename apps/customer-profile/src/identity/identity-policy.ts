/** Injection token of the identity policy. */
export const IDENTITY_POLICY = Symbol('IDENTITY_POLICY');
