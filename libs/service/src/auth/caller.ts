import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { ApiKeyEntry, Role } from '../config.js';

/** Who calls, by API key. */
export type CallerIdentity = Pick<ApiKeyEntry, 'name' | 'tenant' | 'role' | 'channels'>;

/** The request with the caller that the guard found. */
export interface RequestWithCaller {
  headers: Record<string, string | string[] | undefined>;
  caller?: CallerIdentity;
}

export const PUBLIC = Symbol('PUBLIC');
export const NEEDED_ROLES = Symbol('NEEDED_ROLES');

/** Lets anybody in, without a key. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Lets in these roles only. */
export const Roles = (...roles: Role[]) => SetMetadata(NEEDED_ROLES, roles);

/** The caller of the request, as a parameter of a controller's method. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerIdentity => {
  const { caller } = context.switchToHttp().getRequest<RequestWithCaller>();
  if (!caller) throw new Error('@Caller() stands on a public route');
  return caller;
});
