package dev.handrail.gateway;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses in CIDR notation; a single address is a block of one.
 *
 * @param prefix 4 or 16 bytes
 * @param bits how many leading bits of the prefix count
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only asked what it contains.
record Network(byte[] prefix, int bits) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code ::1} and the like.
   *
   * @throws IllegalArgumentException if it is neither an address nor a block
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > address.length * 8) {
      throw new IllegalArgumentException("not a prefix length: " + text);
    }
    return new Network(address, bits);
  }

  /**
   * The bytes of an address without asking a name server, an IPv4 address written as IPv6 as its
   * four bytes; null if it is none.
   */
  static byte @Nullable [] address(String text) {
    int zone = text.indexOf('%');
    byte[] bytes =
        NetUtil.createByteArrayFromIpAddressString(zone < 0 ? text : text.substring(0, zone));
    if (bytes != null && bytes.length == 16 && isMappedIpv4(bytes)) {
      return Arrays.copyOfRange(bytes, 12, 16);
    }
    return bytes;
  }

  private static boolean isMappedIpv4(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != prefix[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    int mask = 0xFF << (8 - rest);
    return rest == 0 || (address[whole] & mask) == (prefix[whole] & mask);
  }
}
