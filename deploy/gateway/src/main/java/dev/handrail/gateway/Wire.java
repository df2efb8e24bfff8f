package dev.handrail.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The few things that Vert.x keeps inside a connection and a proxy needs. Everything that depends
 * on the names of its channel handlers stands here, and fails loudly when they change.
 */
final class Wire {
  private static final String DECODER = "httpDecoder";
  private static final String IDLE = "idle";

  private Wire() {}

  /** Replaces the decoder of a new server connection, before its first byte is read. */
  static void replaceDecoder(HttpConnection connection, StrictRequestDecoder decoder) {
    var _ = pipeline(connection).replace(DECODER, DECODER, decoder);
  }

  /** From now on silence does not close this connection. */
  static void allowSilence(HttpConnection connection) {
    ChannelPipeline pipeline = pipeline(connection);
    if (pipeline.get(IDLE) != null) {
      var _ = pipeline.remove(IDLE);
    }
  }

  /** Whether more bytes wait to be sent than the socket takes for now. */
  static boolean isFull(HttpConnection connection) {
    return ((ConnectionBase) connection).isNotWritable();
  }

  /** Runs the action whenever a full connection has taken what waited. */
  static void onDrained(HttpConnection connection, Runnable action) {
    var _ =
        pipeline(connection)
            .addFirst(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelWritabilityChanged(ChannelHandlerContext context)
                      throws Exception {
                    if (context.channel().isWritable()) {
                      action.run();
                    }
                    super.channelWritabilityChanged(context);
                  }
                });
  }

  private static ChannelPipeline pipeline(HttpConnection connection) {
    return ((ConnectionBase) connection).channelHandlerContext().pipeline();
  }
}
