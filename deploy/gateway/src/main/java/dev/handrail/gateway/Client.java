package dev.handrail.gateway;

/**
 * Who sent a request, as far as the network tells.
 *
 * @param address of the client itself, behind any trusted proxy
 * @param key stands for the address in the rate limit; an IPv6 client is its /64 block, all of
 *     which it usually owns
 * @param throughProxy whether a trusted proxy passed the request on
 * @param https whether the client's own connection is encrypted, by the proxy's word
 */
record Client(String address, long key, boolean throughProxy, boolean https) {}
