package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.KeyVault;

/** Nothing is signed here, so that this function needs no access to anybody's keys. */
final class NoKeys implements KeyVault {
  @Override
  public byte[] seal(Did did, byte[] secret) {
    throw new UnsupportedOperationException("no key is sealed here");
  }

  @Override
  public byte[] open(Did did, byte[] sealed) {
    throw new UnsupportedOperationException("no key is opened here");
  }
}
