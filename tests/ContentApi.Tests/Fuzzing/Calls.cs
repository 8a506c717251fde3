using System.Text;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Generates requests to any operation, with any kind of key.</summary>
internal sealed class Calls(ChoiceSource chance, Values values, IReadOnlyList<string> keys)
{
    private static readonly WrittenContract Contract = WrittenContract.Committed;
    private static readonly string[] HeaderValues = ["*", "\"x\"", "W/\"x\"", "x", "\"", "\"a\", \"b\"", "\"a\",,\"b\"", " ", "Tue, 26 Aug 2025 06:00:00 GMT", "0", "gzip;q=2", "*/*;q=x", "bytes=0-5", "a=b; c"];
    private static readonly string[] Headers = ["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Match", "If-Modified-Since", "Range", "Origin", "Cookie", "Prefer", "X-Forwarded-For", "Content-Encoding", "Expect"];

    /// <summary>The limit of the request line. Kestrel itself rejects longer ones, with a bare status.</summary>
    private const int LongestLine = 30_000;

    private readonly Bodies bodies = new(chance, values, Contract);

    public (Operation Operation, HttpRequestMessage Request) Next()
    {
        var operation = chance.Of(Contract.Operations);
        var request = new HttpRequestMessage(Method(operation), new Uri(Address(operation), UriKind.Relative));
        AddHeaders(operation, request);
        if (operation.Bodies.Count > 0 || chance.OneIn(100))
        {
            var (mediaType, location) = operation.Bodies.Count > 0 ? chance.Of(operation.Bodies.ToList()) : new("text/plain", "");
            var bytes = location.Length == 0 ? Encoding.UTF8.GetBytes("?") : bodies.Of(mediaType, location);
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", chance.OneIn(15) ? chance.Of(["application/json; charset=utf-16", "text/html", "x", "application/json; charset=utf-8", ""]) : mediaType);
        }

        return (operation, request);
    }

    private HttpMethod Method(Operation operation) =>
        chance.OneIn(60) ? chance.Of([HttpMethod.Get, HttpMethod.Put, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Head, new HttpMethod("PROPFIND")])
        : operation.Method == "GET" && chance.OneIn(15) ? HttpMethod.Head
        : new HttpMethod(operation.Method);

    private string Address(Operation operation)
    {
        var path = operation.Path;
        List<string> query = [];
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.In == "path")
            {
                // HttpClient resolves dot segments, and Kestrel rejects %00 and invalid UTF-8 before the service sees them.
                var value = values.Parameter(parameter, Noun(operation));
                path = path.Replace($"{{{parameter.Name}}}", value is "" or "." or ".." || value.Contains('\0', StringComparison.Ordinal) ? "x" : Escape(value), StringComparison.Ordinal);
            }
            else if (parameter.In == "query" && (parameter.IsRequired ? !chance.OneIn(10) : chance.OneIn(3)))
            {
                query.Add($"{parameter.Name}={Query(values.Parameter(parameter, Noun(operation)))}");
                if (chance.OneIn(40))
                {
                    query.Add(chance.Of(query));
                }
            }
        }

        if (chance.OneIn(30))
        {
            query.Add(chance.Of(["x=1", "=", "&&", "limit", "limit=", "Limit=1", "limit[]=1", "%00=1", $"{Escape(values.Text())}={Escape(values.Text())}"]));
        }

        path = chance.Below(100) switch { 99 => path + "/", 98 => path.ToUpperInvariant(), 97 => path + "/x", 96 => path.Replace("/v1/", "/v1//", StringComparison.Ordinal), _ => path };
        var address = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        return address.Length > LongestLine ? operation.Path : address;
    }

    /// <summary>Returns the resource of an address, such as `drafts`.</summary>
    public static string Noun(Operation operation) => operation.Path.Split('/')[2];

    private string Query(string value) => chance.OneIn(50) ? chance.Of(["%00", "%ff", "%ed%a0%80", "%c0%80", "%", "%zz", "%u0041", "+", "%0d%0aX:1"]) : Escape(value);

    private void AddHeaders(Operation operation, HttpRequestMessage request)
    {
        if (chance.OneIn(8))
        {
            request.Headers.TryAddWithoutValidation(chance.OneIn(2) ? "Authorization" : "X-Api-Key", chance.Of(["", "Bearer", "Bearer ", "Basic YTpi", "cak_wrong", "Bearer cak_wrong", "Bearer a b", "Bearer " + new string('a', 3000)]));
        }
        else if (operation.NeedsKey ? !chance.OneIn(20) : chance.OneIn(4))
        {
            // The first key has all scopes, so its requests pass authorization.
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(chance.OneIn(4) ? chance.Of(keys) : keys[0])}");
        }

        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "header" && chance.OneIn(2)))
        {
            request.Headers.TryAddWithoutValidation(parameter.Name, chance.OneIn(3) ? chance.Of(HeaderValues) : parameter.Name == "If-None-Match" && operation.Method == "PUT" ? "*" : values.ETag(operation.Method == "GET" ? "\"x\"" : "*"));
        }

        if (chance.OneIn(10))
        {
            var name = chance.Of(Headers);
            request.Headers.TryAddWithoutValidation(name, name == "Expect" ? "100-continue" : chance.OneIn(30) ? new string('a', 20_000) : chance.Of(HeaderValues));
        }
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
