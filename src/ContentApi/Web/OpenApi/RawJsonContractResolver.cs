using ContentApi.Core.Model;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Resolves <see cref="RawJson{T}"/> to the data contract of T, because it is serialized as the JSON of a T.</summary>
internal sealed class RawJsonContractResolver(IOptions<JsonOptions> json) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver resolver = new(json.Value.SerializerOptions);

    public DataContract GetDataContractForType(Type type) =>
        resolver.GetDataContractForType(
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RawJson<>) ? type.GetGenericArguments()[0] : type);
}
