package dev.handrail.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests like the decoder it replaces, but refuses what that one repairs: a body framed
 * twice (Content-Length beside Transfer-Encoding), a header folded over two lines, a bare line feed
 * as line end. Two servers can disagree about such a request, and that is how one request is
 * smuggled inside another. It also closes a connection that takes too long to send the head of a
 * request.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
  private static final ByteProcessor NO_CONTROL =
      value -> value < 0 || (value >= ' ' && value != 0x7F);

  private final Duration headTimeout;

  private boolean inHead = true;
  private int lines;
  private boolean flawed;
  private boolean refused;
  private @Nullable ScheduledFuture<?> deadline;

  /**
   * @param maxTarget characters of the request line
   * @param maxHeaders bytes of all header lines together
   */
  StrictRequestDecoder(int maxTarget, int maxHeaders, Duration headTimeout) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(maxTarget)
            .setMaxHeaderSize(maxHeaders)
            .setStrictLineParsing(true));
    this.headTimeout = headTimeout;
  }

  /** The request speaks a version of HTTP that is not spoken here. */
  static final class UnsupportedVersion extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedVersion(HttpVersion version) {
      super(version.text(), null, false, false);
    }
  }

  @Override
  protected HttpMessage createMessage(String[] line) {
    HttpVersion version = HttpVersion.valueOf(line[2]);
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      throw new UnsupportedVersion(version);
    }
    return new DefaultHttpRequest(
        version, HttpMethod.valueOf(line[0]), line[1], HeadersMultiMap.httpHeaders());
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return false;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (refused) {
      buffer.skipBytes(buffer.readableBytes());
      return;
    }
    if (inHead) {
      readLines(buffer);
    }
    int before = out.size();
    super.decode(context, buffer, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpMessage message) {
        endHead();
        if (flawed) {
          refused = true;
          message.setDecoderResult(
              DecoderResult.failure(new IllegalArgumentException("ambiguous line")));
          dropFrom(out, i + 1);
        }
      } else if (out.get(i) instanceof LastHttpContent) {
        inHead = true;
      }
    }
    if (inHead && deadline == null && (lines > 0 || buffer.isReadable())) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> {
                    var _ = context.close();
                  },
                  headTimeout.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  /** Looks at the lines that the decoder is about to consume: all complete ones of this head. */
  private void readLines(ByteBuf buffer) {
    int start = buffer.readerIndex();
    int end = buffer.writerIndex();
    while (true) {
      int feed = buffer.indexOf(start, end, (byte) '\n');
      if (feed < 0) {
        return;
      }
      boolean returns = feed > start && buffer.getByte(feed - 1) == '\r';
      int lineEnd = returns ? feed - 1 : feed;
      if (lineEnd == start) {
        if (lines > 0) {
          return;
        }
      } else {
        flawed |= isFlawed(buffer, start, lineEnd);
        lines++;
      }
      start = feed + 1;
    }
  }

  private boolean isFlawed(ByteBuf buffer, int start, int end) {
    if (lines == 0) {
      return buffer.forEachByte(start, end - start, NO_CONTROL) >= 0;
    }
    byte first = buffer.getByte(start);
    return first == ' '
        || first == '\t'
        || first == ':'
        || buffer.indexOf(start, end, (byte) '\r') >= 0;
  }

  private void endHead() {
    inHead = false;
    lines = 0;
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private static void dropFrom(List<Object> out, int index) {
    while (out.size() > index) {
      ReferenceCountUtil.release(out.removeLast());
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    endHead();
    super.handlerRemoved0(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    endHead();
  }
}
