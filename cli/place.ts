import type { PlaceWish } from '../web/server/place.ts';
import type { Args } from './command.ts';

/** Where a command line wants the portal to be served. */
export const placeOf = (args: Args<'up'> | Args<'portal'>): PlaceWish => ({
  port: args.port,
  listen: args.listen,
  tlsCert: args['tls-cert'],
  tlsKey: args['tls-key'],
  behindProxy: args['behind-proxy'],
});
