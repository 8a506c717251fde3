namespace ContentApi.Web.ResponseCache;

/// <summary>The content codings of responses (RFC 9110 section 8.4.1). Every `Accept-Encoding` header maps to one of these three.</summary>
internal enum ContentCoding
{
    Identity,
    Brotli,
    Gzip,
}
