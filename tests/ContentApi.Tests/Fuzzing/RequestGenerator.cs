using System.Text;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Generates requests to all operations, with all kinds of keys.</summary>
internal sealed class RequestGenerator(ChoiceSource choices, ValueGenerator values, IReadOnlyList<string> keys)
{
    private static readonly OpenApiContract Contract = OpenApiContract.Committed;
    private static readonly string[] HeaderValues = ["*", "\"x\"", "W/\"x\"", "x", "\"", "\"a\", \"b\"", "\"a\",,\"b\"", " ", "Tue, 26 Aug 2025 06:00:00 GMT", "0", "gzip;q=2", "*/*;q=x", "bytes=0-5", "a=b; c"];
    private static readonly string[] Headers = ["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Match", "If-Modified-Since", "Range", "Origin", "Cookie", "Prefer", "X-Forwarded-For", "Content-Encoding", "Expect"];

    /// <summary>The limit of the URL. Kestrel rejects longer request lines itself, with a status and no problem body.</summary>
    private const int MaxUrlLength = 30_000;

    private readonly BodyGenerator bodies = new(choices, values, Contract);

    public (Operation Operation, HttpRequestMessage Request) Next()
    {
        var operation = choices.Pick(Contract.Operations);
        var request = new HttpRequestMessage(Method(operation), new Uri(Url(operation), UriKind.Relative));
        AddHeaders(operation, request);
        if (operation.Bodies.Count > 0 || choices.OneIn(100))
        {
            var (mediaType, location) = operation.Bodies.Count > 0 ? choices.Pick(operation.Bodies.ToList()) : new("text/plain", "");
            var bytes = location.Length == 0 ? Encoding.UTF8.GetBytes("?") : bodies.Generate(mediaType, location);
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", choices.OneIn(15) ? choices.Pick(["application/json; charset=utf-16", "text/html", "x", "application/json; charset=utf-8", ""]) : mediaType);
        }

        return (operation, request);
    }

    private HttpMethod Method(Operation operation) =>
        choices.OneIn(60) ? choices.Pick([HttpMethod.Get, HttpMethod.Put, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Head, new HttpMethod("PROPFIND")])
        : operation.Method == "GET" && choices.OneIn(15) ? HttpMethod.Head
        : new HttpMethod(operation.Method);

    private string Url(Operation operation)
    {
        var path = operation.Path;
        List<string> query = [];
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.In == "path")
            {
                // HttpClient resolves dot segments, and Kestrel rejects %00 and invalid UTF-8 before the service sees them.
                var value = values.Parameter(parameter, Resource(operation));
                path = path.Replace($"{{{parameter.Name}}}", value is "" or "." or ".." || value.Contains('\0', StringComparison.Ordinal) ? "x" : Escape(value), StringComparison.Ordinal);
            }
            else if (parameter.In == "query" && (parameter.IsRequired ? !choices.OneIn(10) : choices.OneIn(3)))
            {
                var value = values.Parameter(parameter, Resource(operation));
                var isRepeated = parameter.Schema["type"]?.ToString() == "array" && choices.OneIn(3);
                query.AddRange((isRepeated ? value.Split(',') : [value]).Select(item => $"{parameter.Name}={Query(item)}"));
                if (choices.OneIn(40))
                {
                    query.Add(choices.Pick(query));
                }
            }
        }

        if (choices.OneIn(30))
        {
            query.Add(choices.Pick(["x=1", "=", "&&", "limit", "limit=", "Limit=1", "limit[]=1", "%00=1", $"{Escape(values.Text())}={Escape(values.Text())}"]));
        }

        path = choices.Below(100) switch { 99 => path + "/", 98 => path.ToUpperInvariant(), 97 => path + "/x", 96 => path.Replace("/v1/", "/v1//", StringComparison.Ordinal), _ => path };
        var url = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        return url.Length > MaxUrlLength ? operation.Path : url;
    }

    /// <summary>Returns the resource of an operation, such as `drafts`.</summary>
    public static string Resource(Operation operation) => operation.Path.Split('/')[2];

    private string Query(string value) => choices.OneIn(50) ? choices.Pick(["%00", "%ff", "%ed%a0%80", "%c0%80", "%", "%zz", "%u0041", "+", "%0d%0aX:1"]) : Escape(value);

    private void AddHeaders(Operation operation, HttpRequestMessage request)
    {
        if (choices.OneIn(8))
        {
            request.Headers.TryAddWithoutValidation(choices.OneIn(2) ? "Authorization" : "X-Api-Key", choices.Pick(["", "Bearer", "Bearer ", "Basic YTpi", "cak_wrong", "Bearer cak_wrong", "Bearer a b", "Bearer " + new string('a', 3000)]));
        }
        else if (operation.NeedsKey ? !choices.OneIn(20) : choices.OneIn(4))
        {
            // The first key has all scopes, so its requests pass authorization.
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(choices.OneIn(4) ? choices.Pick(keys) : keys[0])}");
        }

        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "header" && choices.OneIn(2)))
        {
            request.Headers.TryAddWithoutValidation(parameter.Name, choices.OneIn(3) ? choices.Pick(HeaderValues) : parameter.Name == "If-None-Match" && operation.Method is "PUT" or "POST" ? "*" : values.ETag(operation.Method == "GET" ? "\"x\"" : "*"));
        }

        if (choices.OneIn(10))
        {
            var name = choices.Pick(Headers);
            request.Headers.TryAddWithoutValidation(name, name == "Expect" ? "100-continue" : choices.OneIn(30) ? new string('a', 20_000) : choices.Pick(HeaderValues));
        }
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
