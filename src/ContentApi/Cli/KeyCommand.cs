using System.CommandLine;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Keys;
using FluentValidation;

namespace ContentApi.Cli;

/// <summary>The `key create` command: creates an API key. Unlike the API, it needs no admin key, so it can create the first key.</summary>
internal static class KeyCommand
{
    /// <summary>Settings that send the log to standard error, so that standard output contains only the key.</summary>
    public static readonly string[] LogToStandardError = ["--Logging:Console:LogToStandardErrorThreshold=Trace"];

    public static Command CreateCommand(Func<ApiKeyRequest, CancellationToken, Task<int>> createKey)
    {
        var name = new Option<string>("--name") { Description = "Name of the key in the audit log.", Required = true };
        var scopes = new Option<string[]>("--scope") { Description = $"Scope of the key: {string.Join(", ", EnumNames.All<Scope>())}. Repeat the option for several scopes.", Required = true };
        scopes.AcceptOnlyFromAmong(EnumNames.All<Scope>());
        var partner = new Option<string?>("--partner") { Description = "Slug of the partner that the key belongs to, such as evening-post. Required with the scope syndicate." };
        var expires = new Option<DateTimeOffset?>("--expires")
        {
            Description = "Expiry time: a date such as 2030-01-10, or a date-time such as 2030-01-10T09:00:00Z. Default: never.",
            CustomParser = result =>
            {
                if (InstantAttribute.Parse(result.Tokens[0].Value, TimeZoneInfo.Utc) is { } at)
                {
                    return new DateTimeOffset(at, TimeSpan.Zero);
                }

                result.AddError($"--expires must be a date such as 2030-01-10, or a date-time such as 2030-01-10T09:00:00Z; it is '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var rateLimit = new Option<int?>("--rate-limit") { Description = "Requests per minute that each node allows for the key. Default: RateLimits:Key:PerMinute." };

        var createCommand = new Command("create", "Create an API key and print it, as the only line on standard output. It cannot be shown again.") { name, scopes, partner, expires, rateLimit };
        createCommand.SetAction((parsed, cancellationToken) => createKey(
            new ApiKeyRequest
            {
                Name = parsed.GetRequiredValue(name),
                Scopes = parsed.GetRequiredValue(scopes).Select(EnumNames.Parse<Scope>).ToArray(),
                Partner = parsed.GetValue(partner),
                ExpiresAt = parsed.GetValue(expires),
                RateLimit = parsed.GetValue(rateLimit),
            },
            cancellationToken));
        return new Command("key", "Manage API keys.") { createCommand };
    }

    /// <returns>0: created; 2: the request is invalid.</returns>
    public static async Task<int> CreateKey(IServiceProvider services, ApiKeyRequest request, CancellationToken cancellationToken)
    {
        var validation = await services.GetRequiredService<IValidator<ApiKeyRequest>>().ValidateAsync(request, cancellationToken);
        if (!validation.IsValid)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', validation.Errors.Select(error => $"{error.PropertyName} {error.ErrorMessage}")));
            return ExitCode.WrongUsage;
        }

        var created = await services.GetRequiredService<ApiKeyStore>().Create(request, Actor.CommandLine, cancellationToken);
        Console.WriteLine(created.Key);
        return ExitCode.Ok;
    }
}
